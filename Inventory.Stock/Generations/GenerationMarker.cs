using StackExchange.Redis;

namespace Inventory.Stock.Generations;

/// <summary>
/// What Redis says of its own filling, in the hash <c>stock:generation</c>: the generation's id, the replication id of the
/// server that was filled, and whether the filling is complete. A server that was emptied has no marker; one that was
/// restarted or promoted has another replication id than its marker names.
/// </summary>
/// <param name="Id">The generation; null where there is no marker.</param>
/// <param name="Server">The replication id (<c>master_replid</c>) of the server that was filled.</param>
/// <param name="IsFilled">Whether every level is there. Until then writers write and readers do not read.</param>
/// <param name="KeepsLevels">
/// Whether what was there before the filling is nothing worse than old: all of the generation before. Else it is to be deleted first.
/// </param>
public sealed record GenerationMarker(string? Id, string? Server, bool IsFilled, bool KeepsLevels)
{
    public static readonly RedisKey Key = "stock:generation";

    internal const string Filling = "filling";
    internal const string Filled = "filled";

    public static readonly GenerationMarker None = new(null, null, false, false);

    public static async Task<GenerationMarker> ReadAsync(IDatabaseAsync redis)
    {
        try
        {
            var fields = (await redis.HashGetAllAsync(Key)).ToDictionary(field => (string)field.Name!, field => (string?)field.Value, StringComparer.Ordinal);
            return new GenerationMarker(
                fields.GetValueOrDefault("id"), fields.GetValueOrDefault("server"), fields.GetValueOrDefault("state") == Filled, fields.ContainsKey("keeps"));
        }
        catch (RedisServerException stranger) when (stranger.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal))
        {
            return None;
        }
    }

    /// <summary>The replication id of the server that answers; null where it is a replica, which may have been left behind.</summary>
    public static async Task<string?> ReadServerAsync(IDatabaseAsync redis)
    {
        var fields = ((string?)await redis.ExecuteAsync("INFO", "replication") ?? "").Split("\r\n");
        return fields.Contains("role:master") ? fields.Select(ReplicationId).FirstOrDefault(id => id is not null) : null;
    }

    private static string? ReplicationId(string field) => field.Split(':') is ["master_replid", var id] ? id : null;
}
