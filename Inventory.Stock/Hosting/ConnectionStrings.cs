using Microsoft.Extensions.Configuration;

namespace Inventory.Stock.Hosting;

/// <summary>Reads connection strings. There is no fallback: a guessed server would be somebody else's.</summary>
public static class ConnectionStrings
{
    /// <summary>The connection strings of these names, in this order.</summary>
    /// <exception cref="StartFailureException">Some are missing; all of them are named.</exception>
    public static IReadOnlyList<string> Require(IConfiguration configuration, params IReadOnlyList<string> names)
    {
        var missing = names.Where(name => string.IsNullOrWhiteSpace(configuration.GetConnectionString(name))).Select(SettingOf).ToArray();
        return missing.Length > 0
            ? throw new StartFailureException($"Missing setting: {string.Join(", ", missing)}. Set it in the environment or in appsettings.json.")
            : [.. names.Select(name => configuration.GetConnectionString(name)!)];
    }

    /// <summary>Opens what a connection string leads to.</summary>
    /// <exception cref="StartFailureException">The connection string cannot be understood.</exception>
    public static T Open<T>(string name, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException)
        {
            throw new StartFailureException($"{SettingOf(name)} cannot be understood: {malformed.Message.Split('\r', '\n')[0].TrimEnd('.')}.", malformed);
        }
    }

    private static string SettingOf(string name) => $"ConnectionStrings__{name}";
}
