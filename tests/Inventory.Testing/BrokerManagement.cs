using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Serialization;

namespace Inventory.Testing;

/// <summary>RabbitMQ's management API: virtual hosts, and the queues in them. Lengths are some moments old.</summary>
public sealed class BrokerManagement : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _user;

    public BrokerManagement(Uri address)
    {
        _user = Uri.UnescapeDataString(address.UserInfo.Split(':')[0]);
        _http = new HttpClient { BaseAddress = new Uri(address.GetLeftPart(UriPartial.Authority).Replace($"{address.UserInfo}@", "", StringComparison.Ordinal)) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo))));
    }

    public async Task CreateVirtualHostAsync(string name)
    {
        (await _http.PutAsJsonAsync($"/api/vhosts/{name}", new { })).EnsureSuccessStatusCode();
        var all = new { configure = ".*", write = ".*", read = ".*" };
        (await _http.PutAsJsonAsync($"/api/permissions/{name}/{_user}", all)).EnsureSuccessStatusCode();
    }

    public async Task DeleteVirtualHostAsync(string name)
    {
        using var response = await _http.DeleteAsync($"/api/vhosts/{name}");
        if (response.StatusCode != HttpStatusCode.NotFound)
        {
            response.EnsureSuccessStatusCode();
        }
    }

    /// <summary>Sets a policy on the queues whose name matches.</summary>
    public async Task SetPolicyAsync(string virtualHost, string name, string pattern, IReadOnlyDictionary<string, object> definition)
    {
        var policy = new Dictionary<string, object> { ["pattern"] = pattern, ["definition"] = definition, ["apply-to"] = "queues" };
        (await _http.PutAsJsonAsync($"/api/policies/{virtualHost}/{name}", policy)).EnsureSuccessStatusCode();
    }

    /// <summary>Every queue of every virtual host.</summary>
    public async Task<IReadOnlyList<QueueState>> QueuesAsync() => await _http.GetFromJsonAsync<QueueState[]>("/api/queues") ?? [];

    public async Task<IReadOnlyList<QueueState>> QueuesAsync(string virtualHost) =>
        await _http.GetFromJsonAsync<QueueState[]>($"/api/queues/{virtualHost}") ?? [];

    public async Task<IReadOnlyList<ConnectionState>> ConnectionsAsync(string virtualHost) =>
        await _http.GetFromJsonAsync<ConnectionState[]>($"/api/vhosts/{virtualHost}/connections") ?? [];

    /// <summary>Closes a connection, unless it is gone already.</summary>
    public async Task CloseConnectionAsync(string name)
    {
        using var response = await _http.DeleteAsync($"/api/connections/{Uri.EscapeDataString(name)}");
        if (response.StatusCode != HttpStatusCode.NotFound)
        {
            response.EnsureSuccessStatusCode();
        }
    }

    /// <summary>How many connections the virtual host may have; those that are open stay. Null takes the limit away.</summary>
    public async Task LimitConnectionsAsync(string virtualHost, int? most)
    {
        // A limit below zero is none.
        (await _http.PutAsJsonAsync($"/api/vhost-limits/{virtualHost}/max-connections", new { value = most ?? -1 })).EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>A connection as the broker reports it.</summary>
/// <param name="State">Such as running, flow or blocked.</param>
/// <param name="Timeout">The agreed heartbeat, in seconds.</param>
/// <param name="Name">Its two ends.</param>
/// <param name="Client">What its client calls it.</param>
public sealed record ConnectionState(string State, int Timeout, string Name, [property: JsonPropertyName("user_provided_name")] string? Client);

/// <summary>A queue as the broker reports it. What it has not counted yet, since the queue or itself began, is null.</summary>
public sealed record QueueState(
    string Name,
    string Type,
    [property: JsonPropertyName("messages_ready")] long? Ready,
    [property: JsonPropertyName("messages_unacknowledged")] long? Unacknowledged)
{
    /// <summary>Messages that wait or are with a consumer.</summary>
    public long? Unsettled => Ready + Unacknowledged;

    /// <summary>Counted, and nothing in it.</summary>
    public bool IsEmpty => Unsettled is 0;
}
