using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Inventory.Stock.Decisions;

/// <summary>SHA-256 of a command's content: tells a repeated message from a contradictory one.</summary>
public readonly record struct Fingerprint
{
    private readonly string _hex;

    private Fingerprint(string hex) => _hex = hex;

    /// <summary>
    /// Every field in one canonical text. No field can forge a separator: control characters are refused by validation.
    /// </summary>
    public static Fingerprint Of(StockCommand command)
    {
        var text = new StringBuilder()
            .Append(command.OperationId)
            .Append('\n').Append(command.Timestamp?.UtcTicks.ToString(CultureInfo.InvariantCulture))
            .Append('\n').Append(command switch
            {
                PlaceOrder order => order.ReservationId,
                CancelOrder or ShipOrder or EndReservation or ExpireReservation => null,
                MakeReservation reservation => reservation.ExpiresAt.UtcTicks.ToString(CultureInfo.InvariantCulture),
                ReceiveStock receipt => receipt.Reason.ToString(),
                AdjustStock adjustment => $"{adjustment.Reason}\t{adjustment.Actor}",
                ConfigureLevel policy => $"{policy.LedgerReason}\t{policy.Actor}",
                CountStock count => string.Create(CultureInfo.InvariantCulture, $"{count.ExpectedOnHand}\t{count.Actor}"),
                _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "There is no fingerprint for this command."),
            });
        foreach (var line in command.Lines)
        {
            text.Append('\n').Append(line.Key.Id).Append('\t').Append(line.Quantity.ToString(CultureInfo.InvariantCulture));
        }

        return new Fingerprint(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))));
    }

    /// <summary>A fingerprint as it was stored.</summary>
    public static Fingerprint Parse(string hex) => new(hex);

    public override string ToString() => _hex;
}
