using System.Globalization;

namespace Inventory.Worker.Verbs.Csv;

/// <summary>Names the lines that were not taken; errors first, so that nothing harmless hides them.</summary>
public static class ProblemList
{
    private const int Shown = 20;

    public static void Write(TextWriter output, string file, IReadOnlyCollection<LineProblem> problems)
    {
        foreach (var kind in problems.GroupBy(problem => problem.Kind).OrderBy(kind => kind.Key))
        {
            foreach (var problem in kind.Take(Shown))
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}, line {problem.Line}: {problem.Sentence}."));
            }

            if (kind.Count() > Shown)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}: and {kind.Count() - Shown:N0} more like these."));
            }
        }
    }

    /// <summary>The counts in words.</summary>
    public static string Summarize(int lines, IReadOnlyCollection<LineProblem> problems)
    {
        return string.Create(CultureInfo.InvariantCulture, $"{lines:N0} read, {Count(ProblemKind.Error):N0} wrong, {Count(ProblemKind.Negative):N0} negative");

        int Count(ProblemKind kind) => problems.Count(problem => problem.Kind == kind);
    }
}
