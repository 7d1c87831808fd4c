using System.Globalization;
using ScottPlot;
using ScottPlot.MultiplotLayouts;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Inventory.Bench.CachePatterns;

/// <summary>Draws what the patterns cost and what they lose, each figure in a panel of its own.</summary>
internal static class PatternChart
{
    private const int Width = 960;
    private const int Height = 520;
    private const string Font = "DejaVu Sans";

    public static void Write(string file, IReadOnlyList<PatternResult> results)
    {
        var chart = new Multiplot(Panel("orders per second, from a backlog", results, result => result.OrdersPerSecond.Median, "F0"))
        {
            Layout = new Grid(rows: 2, columns: 2),
        };
        chart.AddPlot(Panel("ms from an order to its answer, median", results, result => result.WriteP50Milliseconds, "F0"));
        chart.AddPlot(Panel("stale reads, %", results, result => result.Reads.StaleShare * 100, "F2"));
        chart.AddPlot(Panel("answered orders lost at a kill, median", results, result => result.Kills.OrdersLost.Median, "F0"));

        using var stream = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, Width, Height), stream))
        {
            chart.Render(canvas, new PixelRect(Width, Height));
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        File.WriteAllBytes(file, stream.ToArray());
    }

    private static Plot Panel(string title, IReadOnlyList<PatternResult> results, Func<PatternResult, double> value, string format)
    {
        var plot = new Plot();
        plot.Title(title, size: 13);
        plot.Font.Set(Font);

        // The first pattern on top.
        var bars = plot.Add.Bars(results.Reverse().Select(value).ToArray());
        bars.Horizontal = true;
        foreach (var bar in bars.Bars)
        {
            bar.Label = bar.Value.ToString(format, CultureInfo.InvariantCulture);
        }

        plot.Axes.Left.TickGenerator = new NumericManual(
            [.. Enumerable.Range(0, results.Count).Select(i => (double)i)], [.. results.Reverse().Select(result => result.Pattern)]);
        plot.HideGrid();
        plot.Axes.Margins(left: 0, right: 0.25);
        return plot;
    }
}
