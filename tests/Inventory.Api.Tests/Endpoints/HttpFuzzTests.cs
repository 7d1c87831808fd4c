using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Inventory.Api.Tests.Setup;

namespace Inventory.Api.Tests.Endpoints;

/// <summary>
/// Whatever is asked, the answer is one that HTTP has for it: never a 500, never none, and the next reader is served.
/// <c>./inventory test --sequences N --seed S</c> sends N such requests, made from a number S.
/// </summary>
public sealed class HttpFuzzTests(StockSpace space) : IClassFixture<StockSpace>
{
    private const int Usual = 3_000;

    private static readonly string[] s_paths = ["/stock/", "/stock", "/stock/A/movements", "/health/ready", "/", "/scalar", "/openapi/v1.json", "//", "/stock//", "/stock/A/"];
    private static readonly string[] s_parameters = ["sku", "location", "minVersion", "beforeVersion", "limit", "SKU", "", "sku[]", "%00"];
    private static readonly string[] s_methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "get", "BREW", "G\u0001T"];
    private static readonly string[] s_values =
    [
        "", "A", "a%20", "%20a", "%", "%zz", "%00", "%0d%0aX-Injected:1", "%ff%fe", "%ed%a0%80", "%F0%9F%92%A9", "{}", "a:b", "..", "../..", "%2e%2e%2f", "*", "-1", "0", "1.5", "1e9",
        "9223372036854775807", "9223372036854775808", "null", "true", "%E2%80%AE", "'", "';--", "<script>", "~", "\\", "|", "[]",
    ];

    private static readonly string[] s_headers =
    [
        "If-None-Match: *", "If-None-Match: \"", "If-None-Match: W/\"x\", , \"y\"", "If-None-Match: \u0001", "Accept: nonsense", "Accept: application/xml;q=0", "Accept-Encoding: *;q=2", "Range: bytes=5-1",
        "Content-Length: -1", "Content-Length: 5", "Transfer-Encoding: chunked", "Expect: 200-maybe", "X-Forwarded-Host: \r\n", "Cookie: " + "a=b;", "Host: other", "Upgrade: h2c", ": nameless", "No colon",
    ];

    [Fact]
    public async Task No_request_is_answered_with_a_500_and_none_keeps_the_next_from_being_served()
    {
        var count = Setting("INVENTORY_TEST_SEQUENCES") ?? Usual;
        var seed = Setting("INVENTORY_TEST_SEED") ?? Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"--sequences {count} --seed {seed}");
        var random = new Random(seed);
        await space.StockAsync("A", 5);
        await using var api = await RunningApi.StartAsync(space.Postgres, space.Redis);
        var statuses = new Dictionary<int, int>();

        for (var i = 0; i < count; i++)
        {
            var request = RequestOf(random);
            var status = await AskAsync(api.Http.BaseAddress!, request);
            Assert.True(status is 0 or (>= 200 and < 500) or 501 or 505, $"{status} for {Encoding.Latin1.GetString(request)}");
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
        }

        // A connection that is closed without an answer (0) is one for what is no HTTP at all; most of these are.
        Assert.InRange(statuses.GetValueOrDefault(0), 0, count / 10);
        Assert.Equal([200, 400, 404, 405], statuses.Keys.Intersect([200, 400, 404, 405]).Order());
        await (await api.GetAsync("/stock/A")).AssertStockAsync("cache");
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join(", ", statuses.OrderBy(status => status.Key).Select(status => $"{status.Key}: {status.Value}")));
    }

    private static byte[] RequestOf(Random random)
    {
        if (random.Next(20) == 0)
        {
            var noise = new byte[random.Next(1, 500)];
            random.NextBytes(noise);
            return [.. noise, .. "\r\n\r\n"u8];
        }

        var target = new StringBuilder(Any(s_paths, random));
        target.Append(target[^1] == '/' && random.Next(2) == 0 ? Value(random) : "");
        for (var (parameters, separator) = (random.Next(4), '?'); parameters > 0; parameters--, separator = '&')
        {
            target.Append(separator).Append(Any(s_parameters, random)).Append('=').Append(Value(random));
        }

        var headers = Enumerable.Range(0, random.Next(3)).Select(_ => Any(s_headers, random) + "\r\n");
        var method = random.Next(3) == 0 ? Any(s_methods, random) : "GET";
        var version = random.Next(20) == 0 ? "HTTP/9.9" : "HTTP/1.1";
        return Encoding.UTF8.GetBytes($"{method} {target} {version}\r\nHost: stock\r\nConnection: close\r\n{string.Concat(headers)}\r\n");
    }

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static string Value(Random random) => random.Next(10) switch
    {
        0 => new string('x', random.Next(9_000)),
        1 => Uri.EscapeDataString(string.Concat(Enumerable.Range(0, 40).Select(_ => (char)random.Next(0x20, 0xD7FF)))),
        _ => Any(s_values, random),
    };

    private static string Any(string[] some, Random random) => some[random.Next(some.Length)];

    /// <summary>The status of the answer; 0 if the connection was closed without one.</summary>
    private static async Task<int> AskAsync(Uri api, byte[] request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(api.Host, api.Port, TestContext.Current.CancellationToken);
        var stream = socket.GetStream();
        try
        {
            await stream.WriteAsync(request, TestContext.Current.CancellationToken);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            var line = await reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            return line?.Split(' ') is ["HTTP/1.1", var status, ..] ? int.Parse(status, CultureInfo.InvariantCulture) : 0;
        }
        catch (Exception closed) when (closed is IOException or SocketException)
        {
            return 0;
        }
    }
}
