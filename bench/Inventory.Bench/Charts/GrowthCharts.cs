using System.Globalization;
using Inventory.Bench.Contestants;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Inventory.Bench.Charts;

/// <summary>A family of cases, a line for each contestant; both axes are logarithmic.</summary>
internal static class GrowthCharts
{
    private const int Height = 440;

    // How far the vertical axis goes on, by this factor; the horizontal one by so many powers of ten.
    private const double Beyond = 1.5;
    private const double BeyondAcross = 0.15;

    // Told apart by shape too.
    private static readonly MarkerShape[] s_shapes =
    [
        MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond,
        MarkerShape.OpenCircle, MarkerShape.OpenSquare, MarkerShape.FilledTriangleDown, MarkerShape.OpenTriangleUp,
    ];

    public static Figure Rates(Family family, IReadOnlyList<Result> results) =>
        Draw(family, results, "Orders per second", "orders per second", result => result.OrdersPerSecond.Median);

    public static Figure Costs(Family family, IReadOnlyList<Result> results) =>
        Draw(family, results, "CPU time of an order", "CPU milliseconds, all processes", result => result.CpuSecondsPer1000.Values.Sum());

    private static Figure Draw(Family family, IReadOnlyList<Result> results, string title, string up, Func<Result, double> measure)
    {
        var figure = new Figure(Height);
        figure.Explain($"{title}, {family.By}", $"{family.Across} (logarithmic)", $"{up} (logarithmic)");
        foreach (var line in results.GroupBy(result => result.Contestant))
        {
            var drawn = figure.Plot.Add.Scatter(
                line.OrderBy(family.NumberOf).Select(result => new Coordinates(Math.Log10(family.NumberOf(result)), Math.Log10(measure(result)))).ToArray(),
                Figure.ColorOf(line.Key));
            (drawn.LineWidth, drawn.MarkerSize, drawn.MarkerShape, drawn.LegendText) = (3, 12, s_shapes[Contestant.RankOf(line.Key) % s_shapes.Length], line.Key);
        }

        Figure.MakeLogarithmic(figure.Plot.Axes.Left, results.Min(measure) / Beyond, results.Max(measure) * Beyond);
        figure.Plot.Axes.Bottom.TickGenerator = new NumericManual(
            [.. family.Cases.Select(@case => Math.Log10(@case.Number))], [.. family.Cases.Select(@case => @case.Number.ToString("#,0", CultureInfo.InvariantCulture))]);
        figure.Plot.Axes.SetLimitsX(Math.Log10(family.Cases[0].Number) - BeyondAcross, Math.Log10(family.Cases[^1].Number) + BeyondAcross);
        figure.Plot.ShowLegend(Edge.Right);
        return figure;
    }
}
