using System.Diagnostics;
using Inventory.FaultTests.Checking;
using Inventory.FaultTests.Load;
using Inventory.FaultTests.Reading;
using Inventory.Testing.Servers;
using Inventory.Testing.Spaces;

namespace Inventory.FaultTests.Rig;

/// <summary>
/// The whole service under load: three worker processes, the API, shops that publish, readers that ask the API and Redis all the
/// time, and a history of everything they see.
/// </summary>
internal sealed class FaultRig : IAsyncDisposable
{
    private static readonly (string, string)[] s_settings = [("MaxGroupCommands", "20"), ("StopTimeout", "00:00:08")];
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_stopping = TimeSpan.FromSeconds(20);

    private readonly List<IAsyncDisposable> _readers = [];
    private ShopFloor _floor = null!;
    private AnswerBook _answers = null!;
    private ApiProcess _api = null!;
    private ApiSource _apiSource = null!;
    private Traffic? _traffic;

    private FaultRig(TestServers servers, TestSpace space)
    {
        (Servers, Space) = (servers, space);
        space.Publisher.Patience = Publisher.UsualPatience;
        Shop = new Shop(space.Publisher, History);
        Workers = [.. Enumerable.Range(0, 3).Select(number => new RigWorker(space.Connections, showsStatements: number == 0, s_settings))];
    }

    /// <summary>B: how soon after a fault is healed everything must be settled and told of.</summary>
    public TimeSpan Bound { get; set; } = TimeSpan.FromSeconds(30);

    public TestServers Servers { get; }

    public TestSpace Space { get; }

    public History History { get; } = new(TimeProvider.System);

    public Shop Shop { get; }

    /// <summary>The statements of the first are readable on the wire; the others prepare them, as shipped.</summary>
    public IReadOnlyList<RigWorker> Workers { get; }

    public static async Task<FaultRig> OpenAsync(TestServers servers, int seed)
    {
        var rig = new FaultRig(servers, await servers.OpenSpaceAsync());
        try
        {
            await rig.BeginAsync(seed);
            return rig;
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the service has settled so many messages more.</summary>
    public async Task SettlesAsync(int more)
    {
        var before = _answers.Count;
        await Eventually.SeesAsync(() => _answers.Count, heard => heard >= before + more, s_patience, what: "the number of events heard", condition: $">= {before + more}");
    }

    /// <summary>Waits until a message has been answered.</summary>
    public Task AnsweredAsync(string operationId) => Eventually.SeesAsync(
        () => _answers.IsAnswered(operationId), isAnswered => isAnswered, s_patience, what: operationId, condition: "was answered");

    /// <summary>How many different events were heard.</summary>
    public int EventsHeard => _answers.Count;

    public bool IsAnswered(object message) => _answers.IsAnswered(Messages.OperationId(message));

    public int NumberOf(RigWorker worker) => Workers.Index().Single(one => one.Item == worker).Index;

    /// <summary>Asks a worker to stop, which it must do within its bound and without complaint.</summary>
    public async Task StopAsync(RigWorker worker)
    {
        var process = worker.Process;
        if (process.HasEnded)
        {
            History.Violate('B', $"worker {NumberOf(worker)} had ended by itself, with code {await process.ExitCodeAsync(s_stopping)}:\n{process.Output}\n{process.Errors}");
            return;
        }

        if (await worker.StopAsync(s_stopping) is var code && (code != 0 || process.Errors.Length > 0))
        {
            History.Violate('B', $"worker {NumberOf(worker)} ended with code {code}: {process.Errors}");
        }
    }

    /// <summary>Waits until the workers have told all that they have to tell while they can do nothing more.</summary>
    public async Task HearsNothingAsync()
    {
        var (heard, since) = (-1, 0L);
        await Eventually.SeesAsync(
            () =>
            {
                if (_answers.Count != heard)
                {
                    (heard, since) = (_answers.Count, Stopwatch.GetTimestamp());
                }

                return Stopwatch.GetElapsedTime(since);
            },
            silent => silent > s_silence,
            Bound);
    }

    /// <summary>PostgreSQL has lost these operations, and every level's versions after those that are left: they do not count any more.</summary>
    public void Lose(IReadOnlySet<string> operations, IReadOnlyDictionary<string, long> left)
    {
        History.Lose(operations, left);
        _answers.Forget(operations);
    }

    /// <summary>Waits until the API takes Redis for whole, for every SKU.</summary>
    public async Task TrustsRedisAsync()
    {
        foreach (var sku in Assortment.Skus)
        {
            await Eventually.SeesAsync(() => _apiSource.TrustsRedisAsync(sku), isTrusted => isTrusted, Bound);
        }
    }

    /// <summary>Has Redis save every write before it answers, until it starts again: so it loses none when it is killed.</summary>
    public async Task<bool> SavingRedisAsync()
    {
        await Space.Hashes.WriteEveryCommandToDiskAsync();
        return true;
    }

    /// <summary>Ends the load: returns when all that was sent is confirmed, which is not to say settled.</summary>
    public Task EndLoadAsync() => _traffic!.StopAsync();

    /// <summary>Ends the load, and waits until all is settled; the workers go on.</summary>
    public async Task QuietAsync()
    {
        await EndLoadAsync();
        await AtRest.AwaitAsync(Bound);
    }

    /// <summary>Waits until the workers have acknowledged all that they were given.</summary>
    public Task AcknowledgedAsync() => AtRest.AcknowledgedAsync(Bound);

    /// <summary>Ends the load, waits until all is settled, and checks what is stored.</summary>
    public async Task RestAsync()
    {
        await QuietAsync();
        await AtRest.StoredAsync();
    }

    /// <summary>Begins the load again.</summary>
    public void Busy() => _traffic = Traffic.Begin(_floor, Shop);

    /// <summary>Ends the load, waits until all is settled, ends the workers, and checks everything.</summary>
    public async Task SettleAsync()
    {
        await QuietAsync();
        await AcknowledgedAsync();
        await AtRest.ShownAsync(_apiSource);
        await Task.WhenAll(Workers.Select(StopAsync));
        await CheckAsync();
    }

    /// <summary>Checks what is stored, once all is settled and no worker runs.</summary>
    public Task CheckAsync() => AtRest.CheckAsync();

    /// <summary>Starts the workers again, and the load, after all was settled.</summary>
    public async Task ResumeAsync()
    {
        await Task.WhenAll(Workers.Select(worker => worker.StartAsync()));
        Busy();
    }

    public async ValueTask DisposeAsync()
    {
        if (_traffic is not null)
        {
            await _traffic.DisposeAsync();
        }

        foreach (var reader in _readers)
        {
            await reader.DisposeAsync();
        }

        _answers?.Dispose();
        _apiSource?.Dispose();
        foreach (var process in (IAsyncDisposable?[])[_api, .. Workers])
        {
            await (process?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        await Space.DisposeAsync();
    }

    private AtRest AtRest => new(Space, History, _answers, Shop.Poison);

    private async Task BeginAsync(int seed)
    {
        await Space.Hashes.WriteEveryCommandToDiskAsync();
        await Task.WhenAll(Workers.Select(worker => worker.StartAsync()));
        _answers = new AnswerBook(History, Space.Subscriber);
        _floor = new ShopFloor(seed, TimeProvider.System);
        await Shop.SendAsync(ShopFloor.Opening());
        await Eventually.SeesAsync(() => History.Level("E:east").Told, version => version == 1);
        _api = await ApiProcess.StartAsync(Space.Connections);
        _apiSource = new ApiSource(_api.Address, History);
        _readers.Add(Reader.Begin(History, _apiSource, Assortment.Skus, Assortment.Locations));
        _readers.Add(Reader.Begin(History, _apiSource, Assortment.Skus, Assortment.Locations));
        _readers.Add(Reader.Begin(History, new RedisSource(Space.Hashes), Assortment.Skus, Assortment.Locations));
        Busy();
        await SettlesAsync(100);
    }
}
