using System.Diagnostics.CodeAnalysis;

namespace Inventory.Stock.Validation;

/// <summary>A command, or the reasons why the message makes none; never both.</summary>
public readonly record struct Validated<T>(T? Command, IReadOnlyList<string> Errors)
    where T : class
{
    [MemberNotNullWhen(true, nameof(Command))]
    public bool IsValid => Command is not null;
}
