using System.Globalization;
using System.Text;

namespace Inventory.Worker.Verbs.Errors;

/// <summary>Text from outside, safe to print: what would move a terminal's cursor or change its colours is spelt out.</summary>
public static class Printable
{
    public static string Of(string text)
    {
        if (!text.Any(char.IsControl))
        {
            return text;
        }

        var printable = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            _ = char.IsControl(character)
                ? printable.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}")
                : printable.Append(character);
        }

        return printable.ToString();
    }
}
