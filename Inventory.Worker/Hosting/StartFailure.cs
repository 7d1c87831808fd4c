namespace Inventory.Worker.Hosting;

/// <summary>Why the process cannot do what was asked, in one sentence for the person who asked.</summary>
public sealed class StartFailureException(string sentence, Exception? cause = null) : Exception(sentence, cause);

/// <summary>Reports expected failures as one sentence and exit code 1.</summary>
public static class StartFailure
{
    public static async Task<int> ReportAsync(Func<Task<int>> main)
    {
        try
        {
            return await main();
        }
        catch (Exception failure) when (Explain(failure) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
    }

    /// <summary>The sentence for a failure that a person can mend; null for one that is our own fault.</summary>
    public static string? Explain(Exception failure) => failure switch
    {
        StartFailureException => failure.Message,
        Microsoft.Extensions.Options.OptionsValidationException invalid => $"A setting is not valid: {string.Join(" ", invalid.Failures)}",
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } =>
            $"{failure.Message.TrimEnd('.')}. Set Inventory__Worker__Address to a free one.",
        _ => null,
    };
}
