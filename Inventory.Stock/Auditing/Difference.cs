namespace Inventory.Stock.Auditing;

/// <summary>Something of a level on which ledger, document and Redis do not agree.</summary>
/// <param name="Level">The level's id.</param>
/// <param name="What">The counter or the thing that differs.</param>
/// <param name="Ledger">What the ledger says; null where it says nothing or is not concerned.</param>
/// <param name="Document">What the document says, likewise.</param>
/// <param name="Redis">What Redis says, likewise.</param>
public sealed record Difference(string Level, string What, string? Ledger, string? Document, string? Redis);
