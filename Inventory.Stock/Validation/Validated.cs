using System.Diagnostics.CodeAnalysis;
using Inventory.Stock.Decisions;

namespace Inventory.Stock.Validation;

/// <summary>A command, or the reasons why the message makes none; never both.</summary>
public readonly record struct Validated<T>(T? Command, IReadOnlyList<string> Errors)
    where T : StockCommand
{
    [MemberNotNullWhen(true, nameof(Command))]
    public bool IsValid => Command is not null;

    /// <summary>The same for those to whom all commands are one.</summary>
    public Validated<StockCommand> AsCommand() => new(Command, Errors);
}

public static class Validated
{
    /// <summary>The command, unless something is wrong.</summary>
    public static Validated<T> Of<T>(IReadOnlyList<string> errors, Func<T> command)
        where T : StockCommand => new(errors.Count > 0 ? null : command(), errors);
}
