namespace Inventory.Stock.Storage;

/// <summary>Something that was looked for in vain was made while other locks were waited for: it is all to be read again.</summary>
public sealed class MadeMeanwhileException() : Exception("What a command names was made by another worker while this one waited for its locks.");
