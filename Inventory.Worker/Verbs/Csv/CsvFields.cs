using System.Text;

namespace Inventory.Worker.Verbs.Csv;

/// <summary>
/// The fields of one record, by RFC 4180: a field in quotes may hold commas, line breaks and doubled quotes. A quote inside
/// a field that does not begin with one is a character like any other.
/// </summary>
public static class CsvFields
{
    /// <summary>The fields; null if the text is no whole record because its quotes do not pair up.</summary>
    public static IReadOnlyList<string>? Split(string text)
    {
        var fields = new List<string>();
        var at = 0;
        while (true)
        {
            at = SkipSpaces(text, at);
            if (at < text.Length && text[at] == '"')
            {
                if (Unquote(text, ref at) is not { } quoted)
                {
                    return null;
                }

                fields.Add(quoted);
            }
            else
            {
                var end = text.IndexOf(',', at);
                end = end < 0 ? text.Length : end;
                fields.Add(text[at..end].Trim());
                at = end;
            }

            if (at == text.Length)
            {
                return fields;
            }

            at++;
        }
    }

    /// <summary>Moves on to the comma or the end that must follow.</summary>
    private static string? Unquote(string text, ref int at)
    {
        var field = new StringBuilder();
        while (++at < text.Length)
        {
            if (text[at] != '"')
            {
                field.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                field.Append(text[++at]);
            }
            else
            {
                at = SkipSpaces(text, at + 1);
                return at == text.Length || text[at] == ',' ? field.ToString().Trim() : null;
            }
        }

        return null;
    }

    private static int SkipSpaces(string text, int at)
    {
        while (at < text.Length && text[at] != ',' && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }
}
