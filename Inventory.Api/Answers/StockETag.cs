using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Inventory.Stock.Cache;
using Microsoft.Net.Http.Headers;

namespace Inventory.Api.Answers;

/// <summary>
/// The validator of an answer: a digest of each location's version and counters. The versions' sum would not do: between
/// commit and write-through, Redis and PostgreSQL can be ahead of each other at different locations with the same sum. Nor
/// would the versions alone: a PostgreSQL that has lost commits gives their versions to others.
/// </summary>
internal static class StockETag
{
    private const int DigestLength = 8;

    public static string Of(IReadOnlyList<LevelReading> levels)
    {
        var content = new byte[levels.Sum(level => Encoding.UTF8.GetByteCount(level.Location) + 1 + (5 * sizeof(long)))];
        var rest = content.AsSpan();
        foreach (var level in levels)
        {
            // No location contains a colon: where one ends, and the next begins, is told.
            rest = rest[Encoding.UTF8.GetBytes(level.Location, rest)..];
            rest[0] = (byte)':';
            rest = rest[1..];
            foreach (var number in (ReadOnlySpan<long>)[level.OnHand, level.Committed, level.Reserved, level.Available, level.Version])
            {
                BinaryPrimitives.WriteInt64LittleEndian(rest, number);
                rest = rest[sizeof(long)..];
            }
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, digest);
        return $"\"{Convert.ToHexStringLower(digest[..DigestLength])}\"";
    }

    /// <summary>Whether the caller says that it has this answer already.</summary>
    public static bool IsHeldBy(HttpRequest request, string tag) => request.Headers.IfNoneMatch is { Count: > 0 } held && (held == tag || IsAmong(request, tag));

    private static bool IsAmong(HttpRequest request, string tag)
    {
        var wanted = new EntityTagHeaderValue(tag);
        return request.GetTypedHeaders().IfNoneMatch.Any(held => held.Equals(EntityTagHeaderValue.Any) || held.Compare(wanted, useStrongComparison: false));
    }
}
