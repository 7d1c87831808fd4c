using System.Globalization;
using Inventory.Bench.Contestants;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Inventory.Bench.Charts;

/// <summary>The look that all charts share, for a page of text: as wide as its column, with letters of its size.</summary>
/// <param name="height">In pixels.</param>
internal sealed class Figure(int height)
{
    private const int Width = 860;
    private const float Letters = 15;
    private const float TitleLetters = 17;
    private const float BesideLastTick = 28;
    private const string Font = "DejaVu Sans";

    // Where that is missing, Verdana has the same widths.
    private const string FontOrItsLike = $"{Font}, Verdana, sans-serif";

    // The palette of Okabe and Ito, which colour-blind people can tell apart; grey for its yellow, which white paper swallows.
    private static readonly Color[] s_palette =
    [
        Color.FromHex("#999999"), Color.FromHex("#000000"), Color.FromHex("#E69F00"), Color.FromHex("#56B4E9"),
        Color.FromHex("#009E73"), Color.FromHex("#CC79A7"), Color.FromHex("#D55E00"), Color.FromHex("#0072B2"),
    ];

    private static readonly Dictionary<string, Color> s_processes = new()
    {
        ["worker"] = Color.FromHex("#0072B2"),
        ["postgres"] = Color.FromHex("#E69F00"),
        ["redis"] = Color.FromHex("#CC79A7"),
        ["rabbitmq"] = Color.FromHex("#009E73"),
    };

    public Plot Plot { get; } = new();

    /// <summary>A contestant has the same colour in all charts.</summary>
    public static Color ColorOf(string contestant) => s_palette[Contestant.RankOf(contestant) % s_palette.Length];

    public static Color ColorOfProcess(string process) => s_processes[process];

    public static string Number(double value) => value.ToString(value < 10 ? "0.0#" : value < 100 ? "0.#" : "#,0", CultureInfo.InvariantCulture);

    public void Explain(string title, string across, string up = "")
    {
        Plot.Title(title, TitleLetters);
        Plot.XLabel(across, Letters);
        Plot.YLabel(up, Letters);
    }

    /// <summary>A row for each name, the first on top.</summary>
    public void NameRows(IReadOnlyList<string> names)
    {
        Plot.Axes.Left.TickGenerator = new NumericManual([.. names.Select((_, i) => -(double)i)], [.. names]);
        Plot.Axes.Left.MajorTickStyle.Length = 0;
        Plot.Axes.SetLimitsY(0.6 - names.Count, 0.6);
        Plot.Grid.YAxisStyle.IsVisible = false;
    }

    /// <summary>Positions on it are logarithms to the base of ten.</summary>
    public static void MakeLogarithmic(IAxis axis, double least, double most)
    {
        // With few powers of ten to see, twos and fives between them.
        var steps = most / least > 3_000 ? (double[])[1] : [1, 2, 5];
        var ticks = Enumerable.Range(-3, 10).SelectMany(power => steps.Select(step => step * Math.Pow(10, power))).ToArray();
        axis.TickGenerator = new NumericManual([.. ticks.Select(Math.Log10)], [.. ticks.Select(tick => tick.ToString("#,0.###", CultureInfo.InvariantCulture))]);
        axis.Min = Math.Log10(least);
        axis.Max = Math.Log10(most);
    }

    /// <summary>What a mark stands for, in figures beside it.</summary>
    public void Write(string text, double x, double y, Alignment alignment = Alignment.MiddleLeft)
    {
        var written = Plot.Add.Text(text, x, y);
        written.LabelFontName = Font;
        written.LabelFontSize = Letters;
        written.LabelAlignment = alignment;
        written.OffsetX = alignment is Alignment.MiddleLeft ? 9 : -9;
    }

    public void Save(string file)
    {
        foreach (var axis in Plot.Axes.GetAxes())
        {
            axis.TickLabelStyle.FontSize = Letters;
            axis.TickLabelStyle.ForeColor = Colors.Black;
        }

        Plot.Axes.Bottom.Label.Bold = false;
        Plot.Axes.Left.Label.Bold = false;
        Plot.Axes.Right.FrameLineStyle.IsVisible = false;
        Plot.Axes.Top.FrameLineStyle.IsVisible = false;
        Plot.Axes.Right.MinimumSize = BesideLastTick;
        Plot.Legend.FontSize = Letters;
        Plot.Legend.OutlineWidth = 0;
        Plot.Legend.ShadowColor = Colors.Transparent;
        Plot.Font.Set(Font);
        Plot.Axes.Title.Label.Bold = true;
        File.WriteAllText(file, Plot.GetSvgXml(Width, height).Replace($"\"{Font}\"", $"\"{FontOrItsLike}\"", StringComparison.Ordinal));
    }
}
