using System.Globalization;
using System.Runtime.CompilerServices;
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
        // Text as it grows, with room for most messages on the stack.
        var text = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[512]);
        text.AppendLiteral(command.OperationId.MessageType);
        text.AppendLiteral("/");
        text.AppendLiteral(command.OperationId.Id);
        text.AppendLiteral("\n");
        if (command.Timestamp is { } timestamp)
        {
            text.AppendFormatted(timestamp.UtcTicks);
        }

        text.AppendLiteral("\n");
        text.AppendFormatted(command switch
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
        foreach (var (key, quantity) in command.Lines)
        {
            text.AppendLiteral("\n");
            text.AppendLiteral(key.Sku);
            text.AppendLiteral(":");
            text.AppendLiteral(key.Location);
            text.AppendLiteral("\t");
            text.AppendFormatted(quantity);
        }

        var fingerprint = Of(text.Text);
        text.Clear();
        return fingerprint;
    }

    private static Fingerprint Of(ReadOnlySpan<char> text)
    {
        const int OnStack = 2048;
        var longest = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> bytes = longest <= OnStack ? stackalloc byte[OnStack] : new byte[longest];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(text, bytes)], hash);
        return new Fingerprint(Convert.ToHexStringLower(hash));
    }

    /// <summary>A fingerprint as it was stored.</summary>
    public static Fingerprint Parse(string hex) => new(hex);

    public override string ToString() => _hex;
}
