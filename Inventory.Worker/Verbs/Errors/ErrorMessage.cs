using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Inventory.Worker.Messaging;
using MassTransit;

namespace Inventory.Worker.Verbs.Errors;

/// <summary>What is remembered of a message in an error queue: everything but its body.</summary>
/// <param name="Id">The same each time it is looked at, and another one once it has failed again.</param>
/// <param name="Queue">The queue that it came from.</param>
/// <param name="Reason">Why it is poison.</param>
/// <param name="At">When it failed; null where nobody has written it down.</param>
/// <param name="MessageId">The publisher's own id of it; plain JSON may have none.</param>
/// <param name="Subject">What it is about, such as <c>orderId 536365</c>; null where that cannot be read.</param>
/// <param name="Bytes">How long its body is.</param>
public sealed record ErrorMessage(string Id, string Queue, string Reason, DateTimeOffset? At, string? MessageId, string? Subject, int Bytes)
{
    private const int IdBytes = 6;

    public static ErrorMessage Read(string queue, ErrorDelivery delivery)
    {
        var at = ReturnedMessage.Text(delivery.Properties, MessageHeaders.FaultTimestamp);
        var reason = ReturnedMessage.Text(delivery.Properties, MessageHeaders.FaultMessage);
        var messageId = delivery.Properties.MessageId;
        return new ErrorMessage(
            IdOf($"{queue}\n{messageId}\n{at}\n", delivery.Body.Span),
            queue,
            string.IsNullOrWhiteSpace(reason) ? "No reason is given." : Printable.Of(reason),
            DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null,
            messageId is null ? null : Printable.Of(messageId),
            MessageSubject.Read(delivery.Body) is { } subject ? Printable.Of(subject) : null,
            delivery.Body.Length);
    }

    private static string IdOf(string envelope, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(envelope));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, IdBytes));
    }
}
