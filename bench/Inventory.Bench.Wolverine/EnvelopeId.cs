using System.Security.Cryptography;
using System.Text;
using Wolverine.RabbitMQ.Internal;

namespace Inventory.Bench;

/// <summary>
/// Wolverine's inbox knows a message again by a GUID, and makes one up for whoever sends another kind of id. Derived from the id,
/// it is the same when the message comes again.
/// </summary>
internal static class EnvelopeId
{
    public static void Map(RabbitMqEnvelopeMapper mapper) => mapper.MapProperty(
        envelope => envelope.Id,
        (envelope, properties) => envelope.Id = Of(properties.MessageId!),
        (envelope, properties) => properties.MessageId = envelope.Id.ToString());

    private static Guid Of(string messageId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(messageId), hash);
        return new Guid(hash[..16]);
    }
}
