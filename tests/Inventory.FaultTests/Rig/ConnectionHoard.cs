using Inventory.Testing.Spaces;
using Npgsql;

namespace Inventory.FaultTests.Rig;

/// <summary>Holds all connections that PostgreSQL has to give, and has the workers lose theirs.</summary>
internal sealed class ConnectionHoard : IAsyncDisposable
{
    private readonly List<NpgsqlConnection> _held = [];

    private ConnectionHoard()
    {
    }

    public static async Task<ConnectionHoard> TakeAsync(TestSpace space)
    {
        var hoard = new ConnectionHoard();
        var settings = new NpgsqlConnectionStringBuilder(space.Connections.Postgres) { Pooling = false, ApplicationName = "tests" };

        // What is ended here comes back at once, if it can: whoever is quicker gets the place.
        for (var round = 0; round < 3; round++)
        {
            await space.Tables.EndOtherSessionsAsync();
            await hoard.FillAsync(settings.ConnectionString);
        }

        return hoard;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _held)
        {
            await connection.DisposeAsync();
        }
    }

    private async Task FillAsync(string connectionString)
    {
        while (true)
        {
            var connection = new NpgsqlConnection(connectionString);
            try
            {
                await connection.OpenAsync();
                _held.Add(connection);
            }
            catch (PostgresException full) when (full.SqlState == PostgresErrorCodes.TooManyConnections)
            {
                await connection.DisposeAsync();
                return;
            }
        }
    }
}
