using Inventory.Contracts;
using Inventory.Testing.Faults;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;
using Inventory.Testing.Workers;
using StackExchange.Redis;

namespace Inventory.IntegrationTests;

public sealed class RedisHealingTests(TestServers servers)
{
    private static readonly RedisKey s_key = "stock:{A}";

    public static TheoryData<string> Damages => new(s_damages.Keys);

    private static readonly Dictionary<string, Func<IDatabase, Task>> s_damages = new()
    {
        ["lost"] = redis => redis.KeyDeleteAsync(s_key),
        ["of an older version"] = redis => redis.HashSetAsync(s_key, [new("default:committed", 0), new("default:available", 10), new("default:version", 1)]),
        ["without its version"] = redis => redis.HashDeleteAsync(s_key, "default:version"),
        ["with a version that is no number"] = redis => redis.HashSetAsync(s_key, "default:version", "x"),
        ["of another type"] = async redis =>
        {
            await redis.KeyDeleteAsync(s_key);
            await redis.StringSetAsync(s_key, "not a hash");
        },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task A_repeated_order_brings_its_levels_back_to_Redis(string damage)
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 10), ("B", 10));
        var order = Given.Order("o-1", ("A", 3), ("B", 1));
        await space.Publisher.PublishAsync(order);
        await space.Subscriber.HearsAnswersAsync(1);
        await s_damages[damage](space.Hashes.Database);

        await space.Publisher.PublishAsync(order);

        await Eventually.SeesAsync(space.Subscriber.All<StockCommitted>, answers => answers.Count == 2);
        await Audit.HoldsAsync(space, ("A", 10, 3), ("B", 10, 1));
    }

    [Fact]
    public async Task A_repeated_order_brings_what_holds_now_not_what_held_when_it_was_new()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        await space.StockAsync(("A", 10));
        var first = Given.Order("o-1", ("A", 3));
        await space.Publisher.PublishAsync(first);
        await space.Subscriber.HearsAnswersAsync(1); // so that the other is of another commit
        await space.Publisher.PublishAsync(Given.Order("o-2", ("A", 4)));
        await space.Subscriber.HearsAnswersAsync(2);
        await space.Hashes.Database.KeyDeleteAsync(s_key);

        await space.Publisher.PublishAsync(first);

        await Eventually.SeesAsync(space.Subscriber.All<StockCommitted>, answers => answers.Count == 3);
        Assert.Equal("7", await space.Hashes.FieldAsync("A", "default:committed"));
        await Audit.HoldsAsync(space, ("A", 10, 7));
    }

    [Fact]
    public async Task What_is_reported_again_of_a_whole_commit_is_in_Redis_before()
    {
        await using var space = await servers.OpenSpaceAsync();
        var (redis, throughProxy) = space.Connections.BeforeRedis();
        await using var proxy = redis;
        await using var worker = await InProcessWorker.StartAsync(throughProxy, ("ComparedPerSecond", "0"));
        await space.StockAsync(("A", 10), ("B", 10), (OneGroup.Sku, 1));
        await OneGroup.FormAsync(space, proxy, () => space.Publisher.PublishPlainAsync([Given.Order("o-1", ("A", 3)), Given.Order("o-2", ("B", 4))]));
        await space.Subscriber.HearsAsync<StockLevelsChanged>(changed => changed.Changes.Count == 2);
        await space.Hashes.Database.KeyDeleteAsync("stock:{B}");

        await space.Publisher.PublishPlainAsync([Given.Order("o-1", ("A", 3))]);

        await Eventually.SeesAsync(space.Subscriber.All<StockLevelsChanged>, changes => changes.Count(changed => changed.Event.Changes.Count == 2) == 2);
        Assert.Equal("4", await space.Hashes.FieldAsync("B", "default:committed"));
    }

    [Fact]
    public async Task A_repeated_receipt_brings_its_levels_back_to_Redis()
    {
        await using var space = await servers.OpenSpaceAsync();
        await using var worker = await space.StartWorkerAsync();
        var receipt = Given.Receipt("r-1", ("A", 10));
        await space.Publisher.PublishAsync(receipt);
        await Eventually.SeesAsync(space.Subscriber.All<StockLevelsChanged>, changes => changes.Count == 1);
        await space.Hashes.Database.KeyDeleteAsync(s_key);

        await space.Publisher.PublishAsync(receipt);

        var changes = await Eventually.SeesAsync(space.Subscriber.All<StockLevelsChanged>, changes => changes.Count == 2);
        Assert.Single(changes.DistinctBy(changed => changed.MessageId));
        await Audit.HoldsAsync(space, ("A", 10, 0));
    }
}
