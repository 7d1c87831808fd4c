using Inventory.Stock.Decisions;
using StackExchange.Redis;

namespace Inventory.Stock.Auditing;

/// <summary>A location of a SKU whose fields in Redis are not what PostgreSQL says.</summary>
/// <param name="Key">The level, or what the fields' names make of one.</param>
/// <param name="Kind">The type of the key.</param>
/// <param name="Fields">Every field of the location, the right ones too: a repair depends on all of them.</param>
public sealed record LocationDifference(LevelKey Key, RedisType Kind, IReadOnlyList<FieldDifference> Fields)
{
    public bool IsOfAnotherType => Kind is not (RedisType.Hash or RedisType.None);

    /// <summary>The differences as they are listed: one per field, or one for the whole where it is on one side only.</summary>
    public IEnumerable<Difference> List()
    {
        if (IsOfAnotherType)
        {
            return [new Difference(Key.Id, "type", null, "hash", Kind.ToString().ToLowerInvariant())];
        }

        if (Fields.All(field => field.Seen.IsNull))
        {
            return [new Difference(Key.Id, "level", null, Join(field => field.Wanted), null)];
        }

        if (Fields.All(field => field.Wanted.IsNull))
        {
            return [new Difference(Key.Id, "level", null, null, Join(field => field.Seen))];
        }

        return Fields.Where(field => field.Differs).Select(field => new Difference(Key.Id, field.Counter, null, field.Wanted, field.Seen));
    }

    private string Join(Func<FieldDifference, RedisValue> side) => string.Join(", ", Fields.Select(field => $"{field.Counter} {side(field)}"));
}

/// <summary>A field of a hash; null stands for none.</summary>
/// <param name="Name">The field's name in Redis.</param>
/// <param name="Seen">What the audit saw.</param>
/// <param name="Wanted">What PostgreSQL says.</param>
public sealed record FieldDifference(RedisValue Name, RedisValue Seen, RedisValue Wanted)
{
    // As text: to Redis 05 is not 5, though a reader may take it for that.
    public bool Differs => !string.Equals((string?)Seen, (string?)Wanted, StringComparison.Ordinal);

    public string Counter => ((string)Name!)[(((string)Name!).IndexOf(':', StringComparison.Ordinal) + 1)..];
}
