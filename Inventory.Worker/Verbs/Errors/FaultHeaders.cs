using Inventory.Worker.Messaging;
using MassTransit;
using RabbitMQ.Client;

namespace Inventory.Worker.Verbs.Errors;

/// <summary>The headers that a message has got on its way into an error queue.</summary>
public static class FaultHeaders
{
    // MassTransit's: what failed, why and where; the publisher's own headers are all others.
    private static readonly string[] Prefixes = ["MT-Fault-", "MT-Host-"];

    /// <summary>The properties as the publisher set them.</summary>
    public static BasicProperties Without(IReadOnlyBasicProperties properties)
    {
        var clean = ReturnedMessage.Clean(properties);
        clean.Headers = clean.Headers!.Where(header => !IsFault(header.Key)).ToDictionary();
        clean.DeliveryMode = DeliveryModes.Persistent;
        return clean;
    }

    public static bool IsFault(string header) =>
        header is MessageHeaders.Reason or ReturnedMessage.RoundsHeader || Prefixes.Any(prefix => header.StartsWith(prefix, StringComparison.Ordinal));
}
