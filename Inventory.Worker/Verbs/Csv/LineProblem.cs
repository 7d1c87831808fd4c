namespace Inventory.Worker.Verbs.Csv;

/// <summary>Why something of a file was not taken.</summary>
public enum ProblemKind
{
    /// <summary>The line is wrong.</summary>
    Error,

    /// <summary>The line asks for less than nothing, and nobody has said what that means.</summary>
    Negative,

    /// <summary>No line of the order is left.</summary>
    EmptyOrder,
}

/// <summary>A line that was not taken.</summary>
/// <param name="Line">Its number in the file; an order's is the number of its first line.</param>
/// <param name="Sentence">What is the matter with it.</param>
/// <param name="Kind">What sort of matter.</param>
public sealed record LineProblem(int Line, string Sentence, ProblemKind Kind);
