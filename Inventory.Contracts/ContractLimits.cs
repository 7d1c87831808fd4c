namespace Inventory.Contracts;

/// <summary>The limits that every message keeps; a message beyond them is refused to the error queue with the reason.</summary>
public static class ContractLimits
{
    /// <summary>The longest id, in characters.</summary>
    public const int IdLength = 100;

    /// <summary>The longest SKU, in characters.</summary>
    public const int SkuLength = 64;

    /// <summary>The longest location, in characters.</summary>
    public const int LocationLength = 32;

    /// <summary>The most lines of one message.</summary>
    public const int Lines = 2_000;

    /// <summary>The largest quantity of one line, in units; the smallest is 1.</summary>
    public const long Quantity = 1_000_000_000;

    /// <summary>The location that is meant where a line names none.</summary>
    public const string DefaultLocation = "default";
}
