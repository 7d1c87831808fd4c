using System.Security.Cryptography;
using System.Text;

namespace Inventory.Stock.Decisions;

/// <summary>
/// Ids derived from what they name (RFC 9562, version 5), so that a redelivery reports the same things under the same ids.
/// </summary>
public static class DerivedId
{
    private static readonly Guid Namespace = new("6f0d4c3e-2b0a-5c1e-9d57-3a1f0b7f5e11");

    /// <param name="kind">What sort of thing is named, so that equal names of different sorts stay apart.</param>
    /// <param name="name">The name.</param>
    public static Guid From(string kind, string name)
    {
        var text = Encoding.UTF8.GetBytes($"{kind}/{name}");
        var input = new byte[16 + text.Length];
        Namespace.TryWriteBytes(input, bigEndian: true, out _);
        text.CopyTo(input, 16);

        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 9562 prescribes SHA-1 for version 5; nothing here is a secret.
        SHA1.HashData(input, hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
