using System.ComponentModel;
using System.Globalization;

namespace Orchestrator.Embedded.Hosting.Discovery;

/// <summary>
/// Types that one piece of text stands for: strings, numbers, booleans, enums, identifiers, dates, and their nullable forms.
/// </summary>
internal static class Simple
{
    public static bool IsSimple(Type type) =>
        type == typeof(string) || TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string));

    /// <exception cref="FormatException">The text is no such value.</exception>
    public static object? Parse(string text, Type type)
    {
        try
        {
            return type == typeof(string)
                ? text
                : TypeDescriptor.GetConverter(type).ConvertFromString(context: null, CultureInfo.InvariantCulture, text);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or OverflowException)
        {
            throw new FormatException(e.Message, e);
        }
    }
}
