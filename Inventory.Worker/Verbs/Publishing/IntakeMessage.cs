using System.Text.Json;
using Inventory.Contracts;
using Inventory.Stock.Decisions;
using Inventory.Stock.Validation;

namespace Inventory.Worker.Verbs.Publishing;

/// <summary>A message on its way in, and how to recognise what becomes of it.</summary>
/// <param name="Intake">Where it goes.</param>
/// <param name="Operation">The operation that will be recorded for it.</param>
/// <param name="Fingerprint">The fingerprint that the operation will have.</param>
/// <param name="Body">The message as plain JSON, which publishers in any language may send.</param>
public sealed record IntakeMessage(Intake Intake, OperationId Operation, Fingerprint Fingerprint, ReadOnlyMemory<byte> Body)
{
    public static IntakeMessage From(OrderPlaced order) => From(Intake.Orders, order, MessageValidator.Validate(order));

    public static IntakeMessage From(StockReceived receipt) => From(Intake.Receipts, receipt, MessageValidator.Validate(receipt));

    public static IntakeMessage From(StockAdjusted adjustment) => From(Intake.Adjustments, adjustment, MessageValidator.Validate(adjustment));

    public static IntakeMessage From(OrderShipped shipment) => From(Intake.Shipments, shipment, MessageValidator.Validate(shipment));

    private static IntakeMessage From<TMessage, TCommand>(Intake intake, TMessage message, Validated<TCommand> command)
        where TCommand : StockCommand => command.IsValid
        ? new(intake, command.Command.OperationId, Fingerprint.Of(command.Command), JsonSerializer.SerializeToUtf8Bytes(message, JsonSerializerOptions.Web))
        : throw new InvalidOperationException($"The message breaks the contract: {string.Join("; ", command.Errors)}.");
}
