using ScottPlot;

namespace Inventory.Bench.Charts;

/// <summary>One case, a row for each contestant.</summary>
internal static class CaseCharts
{
    private const int RowHeight = 40;
    private const int Around = 130;
    private const double Thickness = 0.6;

    // How far beyond the longest bar the axis goes, for the figures beside it.
    private const double Room = 1.14;

    public static Figure Rates(Workload workload, IReadOnlyList<Result> results)
    {
        var figure = new Figure(HeightFor(results.Count));
        figure.Explain(
            $"Orders per second, {workload.Name}: {workload.Description}",
            results.Max(result => result.Runs) is var runs and > 1 ? $"median of {runs} runs; whiskers from the slowest to the fastest" : "one run");
        figure.NameRows([.. results.Select(result => result.Contestant)]);
        foreach (var (i, result) in results.Index())
        {
            var rate = result.OrdersPerSecond;
            var bar = figure.Plot.Add.Bar(new Bar { Position = -i, Value = rate.Median, Size = Thickness, FillColor = Figure.ColorOf(result.Contestant), LineWidth = 0 });
            bar.Horizontal = true;
            figure.Plot.Add.Plottable(new ScottPlot.Plottables.ErrorBar([rate.Median], [-i], [rate.Max - rate.Median], [rate.Median - rate.Min], null, null)
            {
                Color = Colors.Black.WithAlpha(0.6),
                LineWidth = 2,
                CapSize = 5,
            });
            figure.Write(Figure.Number(rate.Median), rate.Max, -i);
        }

        figure.Plot.Axes.SetLimitsX(0, results.Max(result => result.OrdersPerSecond.Max) * Room);
        return figure;
    }

    public static Figure Costs(Workload workload, IReadOnlyList<Result> results)
    {
        var figure = new Figure(HeightFor(results.Count));
        figure.Explain($"What 1,000 orders cost, {workload.Name}: {workload.Description}", "CPU seconds of each process per 1,000 orders, less is better");
        figure.NameRows([.. results.Select(result => result.Contestant)]);
        var totals = new double[results.Count];
        foreach (var process in results.SelectMany(result => result.CpuSecondsPer1000.Keys).Distinct())
        {
            var bars = figure.Plot.Add.Bars(results.Select((result, i) => new Bar
            {
                Position = -i,
                ValueBase = totals[i],
                Value = totals[i] += result.CpuSecondsPer1000.GetValueOrDefault(process),
                Size = Thickness,
                FillColor = Figure.ColorOfProcess(process),
                LineWidth = 0,
            }).ToArray());
            bars.Horizontal = true;
            bars.LegendText = process;
        }

        foreach (var (i, total) in totals.Index())
        {
            figure.Write(Figure.Number(total), total, -i);
        }

        figure.Plot.Axes.SetLimitsX(0, totals.Max() * Room);
        figure.Plot.ShowLegend(Edge.Right);
        return figure;
    }

    public static Figure Latencies(Workload workload, IReadOnlyList<Result> results)
    {
        var rows = results.SelectMany(RowsOf).ToArray();
        var figure = new Figure(HeightFor(rows.Length));
        figure.Explain(
            $"Latency at half of its own rate, {workload.Name}: {workload.Description}",
            "milliseconds from publishing an order to its answer (logarithmic)");
        figure.NameRows([.. rows.Select(row => row.Name)]);
        foreach (var (i, row) in rows.Index())
        {
            var (p50, p99) = (Math.Log10(row.P50), Math.Log10(row.P99));
            var line = figure.Plot.Add.Line(p50, -i, p99, -i);
            (line.Color, line.LineWidth) = (row.Color.WithAlpha(0.5), 4);
            figure.Plot.Add.Marker(p50, -i, MarkerShape.FilledCircle, 13, row.Color).LegendText = i == 0 ? "p50" : "";
            figure.Plot.Add.Marker(p99, -i, MarkerShape.FilledSquare, 13, row.Color).LegendText = i == 0 ? "p99" : "";
            figure.Write(Figure.Number(row.P50), p50, -i, Alignment.MiddleRight);
            figure.Write(Figure.Number(row.P99), p99, -i);
        }

        // Beyond the outermost marks there have to be their figures.
        Figure.MakeLogarithmic(
            figure.Plot.Axes.Bottom, rows.Min(row => row.P50) / 2, rows.Max(row => row.P99) * 2);
        figure.Plot.ShowLegend(Edge.Right);
        return figure;
    }

    private static IEnumerable<(string Name, Color Color, double P50, double P99)> RowsOf(Result result)
    {
        var color = Figure.ColorOf(result.Contestant);
        if (result is { P50Milliseconds: { } p50, P99Milliseconds: { } p99 })
        {
            yield return (result.Contestant, color, p50, p99);
        }

        if (result is { VisibleP50Milliseconds: { } visibleP50, VisibleP99Milliseconds: { } visibleP99 })
        {
            yield return ($"{result.Contestant},\nuntil the API shows it", color, visibleP50, visibleP99);
        }
    }

    private static int HeightFor(int rows) => (rows * RowHeight) + Around;
}
