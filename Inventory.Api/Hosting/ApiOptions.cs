using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Inventory.Api.Hosting;

/// <summary>Settings of the API, under <c>Inventory:Api</c>.</summary>
internal sealed class ApiOptions
{
    public const string Section = "Inventory:Api";

    /// <summary>Where the API listens: plain HTTP, TLS is the business of what stands in front. Default http://127.0.0.1:5080.</summary>
    [Required, HttpAddress]
    public string Address { get; set; } = "http://127.0.0.1:5080";

    /// <summary>How long Redis may take to answer a read before PostgreSQL is asked, 1 ms to 10 s. Default 0.25 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan RedisTimeout { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long PostgreSQL may take to answer a read, waiting for its turn included, 10 ms to 1 min. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan StoreTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How many reads PostgreSQL is given at once; further ones wait for their turn, 1 to 1,000. Default 16.</summary>
    [Range(1, 1_000)]
    public int StoreReadsAtOnce { get; set; } = 16;

    /// <summary>How long <c>minVersion</c> waits for Redis to hold the version before PostgreSQL is asked, 0 to 10 s. Default 0.25 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan MinVersionWait { get; set; } = TimeSpan.FromMilliseconds(250);
}

[OptionsValidator]
internal sealed partial class ApiOptionsValidator : IValidateOptions<ApiOptions>;
