using Inventory.Stock.Decisions;

namespace Inventory.Worker.Pipeline;

/// <summary>The message can never be settled; its text is the reason that stands in the error queue's headers.</summary>
public sealed class PoisonMessageException(string reason, Exception? cause = null) : Exception(reason, cause)
{
    private const int ReasonsShown = 10;

    public static PoisonMessageException Invalid(string messageType, IReadOnlyList<string> errors)
    {
        var shown = string.Join("; ", errors.Take(ReasonsShown));
        var more = errors.Count > ReasonsShown ? $"; and {errors.Count - ReasonsShown} more" : "";
        return new PoisonMessageException($"The {messageType} breaks the contract: {shown}{more}.");
    }

    public static PoisonMessageException Contradiction(StockCommand command) =>
        new($"{command.MessageType} '{command.Id}' was recorded before with another content. The first one stands; this one was not applied.");

    public static PoisonMessageException Unprocessable(StockCommand command, Exception cause) =>
        new($"{command.MessageType} '{command.Id}' cannot be processed: {cause.Message}", cause);
}
