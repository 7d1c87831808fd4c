namespace Inventory.Worker.Verbs;

/// <summary>How far something is.</summary>
/// <param name="Label">What is counted.</param>
/// <param name="Done">How much of it is done.</param>
/// <param name="Total">How much there is.</param>
/// <param name="Note">What else is worth knowing, such as a rate.</param>
public sealed record Bar(string Label, long Done, long Total, string Note = "");
