using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Inventory.Stock.Cache;
using Microsoft.Net.Http.Headers;

namespace Inventory.Api.Endpoints;

/// <summary>
/// The validator of an answer: a digest of each location's version and counters. The versions' sum would not do: between
/// commit and write-through, Redis and PostgreSQL can be ahead of each other at different locations with the same sum. Nor
/// would the versions alone: a PostgreSQL that has lost commits gives their versions to others.
/// </summary>
internal static class StockETag
{
    private const int DigestLength = 8;

    public static EntityTagHeaderValue Of(IReadOnlyList<LevelReading> levels)
    {
        var content = new StringBuilder();
        foreach (var level in levels)
        {
            content.Append(CultureInfo.InvariantCulture, $"{level.Location}:{level.Version}:{level.OnHand}:{level.Committed}:{level.Reserved}:{level.Available}\n");
        }

        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(content.ToString()));
        return new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(digest.AsSpan(0, DigestLength))}\"");
    }

    /// <summary>Whether the caller says that it has this answer already.</summary>
    public static bool IsHeldBy(HttpRequest request, EntityTagHeaderValue tag) =>
        request.GetTypedHeaders().IfNoneMatch.Any(held => held.Equals(EntityTagHeaderValue.Any) || held.Compare(tag, useStrongComparison: false));
}
