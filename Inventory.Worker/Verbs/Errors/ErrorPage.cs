using System.Globalization;
using Inventory.Worker.Messaging;
using MassTransit;
using Spectre.Console;

namespace Inventory.Worker.Verbs.Errors;

/// <summary>One message of an error queue, whole.</summary>
public sealed class ErrorPage(ErrorMessage message, ErrorDelivery delivery, DateTimeOffset now)
{
    // Where the code failed is of no use to who reads the reason; it can be had from RabbitMQ.
    private const string StackTrace = MessageHeaders.FaultStackTrace;

    public void Write(IAnsiConsole console)
    {
        SummaryTable.Write(
            console,
            ("Id", message.Id),
            ("Queue", message.Queue),
            ("Reason", message.Reason),
            ("Failed", message.At is { } at ? $"{at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC, {Age.Of(at, now)}" : null),
            ("About", message.Subject),
            ("Message id", message.MessageId),
            ("Content type", delivery.Properties.ContentType is { } type ? Printable.Of(type) : null),
            ("Body", string.Create(CultureInfo.InvariantCulture, $"{message.Bytes:N0} bytes")));
        foreach (var header in delivery.Properties.Headers?.Keys.Where(IsWorthSeeing).Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>())
        {
            SummaryTable.Write(console, ("Header", $"{Printable.Of(header)}: {Printable.Of(ReturnedMessage.Text(delivery.Properties, header) ?? "")}"));
        }

        console.WriteLine();
        console.Profile.Out.Writer.WriteLine(BodyText.Of(delivery.Body.Span));
    }

    private static bool IsWorthSeeing(string header) =>
        header is not (StackTrace or MessageHeaders.FaultMessage or MessageHeaders.FaultTimestamp or MessageHeaders.Reason)
        && !header.StartsWith("x-death", StringComparison.Ordinal);
}
