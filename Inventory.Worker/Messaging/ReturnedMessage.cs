using System.Globalization;
using System.Text;
using RabbitMQ.Client;

namespace Inventory.Worker.Messaging;

/// <summary>What is read from, and written into, the headers of a message on its way back to its queue.</summary>
public static class ReturnedMessage
{
    /// <summary>How often a message has been through the net.</summary>
    public const string RoundsHeader = "Inventory-Rounds";

    /// <summary>The queue that a message came from; null if RabbitMQ has not put it here.</summary>
    public static string? OriginOf(IReadOnlyBasicProperties properties) => Text(properties, "x-first-death-queue");

    public static int RoundsOf(IReadOnlyBasicProperties properties) =>
        int.TryParse(Text(properties, RoundsHeader), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? rounds : 0;

    /// <summary>
    /// The properties as the publisher set them, without what is known only of the delivery that failed: RabbitMQ drops a message
    /// whose history of dead-lettering seems to go in a circle.
    /// </summary>
    public static BasicProperties Clean(IReadOnlyBasicProperties properties)
    {
        var clean = new BasicProperties(properties);
        clean.ClearExpiration();
        clean.Headers = properties.Headers?.Where(header => !IsOfDelivery(header.Key)).ToDictionary() ?? [];
        return clean;
    }

    /// <summary>The text of a header; null if there is none.</summary>
    public static string? Text(IReadOnlyBasicProperties properties, string header) =>
        properties.Headers?.TryGetValue(header, out var value) is true
            ? value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture)
            : null;

    private static bool IsOfDelivery(string header) =>
        header is "x-death" or "x-delivery-count" or "x-acquired-count" or Constants.PublishSequenceNumberHeader
        || header.StartsWith("x-first-death-", StringComparison.Ordinal)
        || header.StartsWith("x-last-death-", StringComparison.Ordinal);
}
