using Inventory.Testing.Servers;

namespace Inventory.Testing.Spaces;

/// <summary>One space for all tests of a class, whose workers never get as far as to use it.</summary>
public sealed class SharedSpace(TestServers servers) : IAsyncLifetime
{
    private TestSpace? _space;

    public Connections Connections => _space!.Connections;

    public async ValueTask InitializeAsync() => _space = await servers.OpenSpaceAsync();

    public ValueTask DisposeAsync() => _space?.DisposeAsync() ?? ValueTask.CompletedTask;
}
