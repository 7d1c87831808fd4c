using System.Net.Http.Headers;
using System.Text;

namespace Inventory.Bench.Measuring;

/// <summary>The servers that the contestants share, from the environment that `./inventory bench` prepares.</summary>
internal sealed record Servers(string Postgres, string Redis, string RabbitMq, Uri Management)
{
    public static Servers FromEnvironment() => new(
        Required.Setting("ConnectionStrings__Postgres"),
        Required.Setting("ConnectionStrings__Redis"),
        Required.Setting("ConnectionStrings__RabbitMq"),
        new Uri(Required.Setting("INVENTORY_RABBITMQ_MANAGEMENT")));

    /// <summary>A client of RabbitMQ's management API.</summary>
    public HttpClient OpenManagement()
    {
        var client = new HttpClient { BaseAddress = new UriBuilder(Management) { UserName = "", Password = "" }.Uri };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(Management.UserInfo))));
        return client;
    }
}
