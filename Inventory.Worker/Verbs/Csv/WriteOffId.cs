using System.Security.Cryptography;
using System.Text;
using Inventory.Contracts;
using Inventory.Stock.Decisions;

namespace Inventory.Worker.Verbs.Csv;

/// <summary>Names what an order of a file writes off from a level, so that the same file names it the same way again.</summary>
public static class WriteOffId
{
    private const int HashBytes = 10;

    /// <summary>
    /// <c>ORDER:SKU:LOCATION</c>, which nothing else spells: neither a SKU nor a location holds a colon. Where that is too long
    /// for an id, as much of it as there is room for and a hash of the whole.
    /// </summary>
    public static string Of(string orderId, LevelKey level)
    {
        var whole = $"{orderId}:{level.Id}";
        if (whole.Length <= ContractLimits.IdLength)
        {
            return whole;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whole)).AsSpan(0, HashBytes));
        var room = ContractLimits.IdLength - hash.Length - 1;
        return $"{whole[..(char.IsHighSurrogate(whole[room - 1]) ? room - 1 : room)]}~{hash}";
    }
}
