using System.Globalization;

namespace Inventory.Worker.Verbs.Csv;

/// <summary>Reads the fields that are not text. A field that cannot be read yields the reason.</summary>
public static class FieldParser
{
    // Only orders of year, month and day that nobody can take for another: 01/12/2010 is two different days.
    private static readonly string[] TimeFormats =
    [.. from date in (string[])["yyyy-MM-dd", "yyyy/MM/dd", "yyyyMMdd"]
        from time in (string[])["", " HH:mm", " HH:mm:ss", " HH:mm:ss.FFFFFFF", "'T'HH:mm", "'T'HH:mm:ss", "'T'HH:mm:ss.FFFFFFF"]
        from zone in (string[])(time.Length == 0 ? [""] : ["K", " K"])
        select date + time + zone];

    /// <summary>A time; UTC where it names no zone.</summary>
    public static string? Time(string column, string text, out DateTimeOffset time)
    {
        const DateTimeStyles InUtc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, InUtc, out time)
            ? null
            : $"{column} '{text}' is not a time such as 2010-12-01 08:26:00 or 2010-12-01T08:26:00Z";
    }

    public static string? WholeNumber(string column, string text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)
            ? null
            : $"{column} '{text}' is not a whole number";
}
