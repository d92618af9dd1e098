namespace Orchestrator.Activities.State;

/// <summary>Makes keys whose segments are safe as file names and blob names.</summary>
public static class DocumentKey
{
    /// <summary>The segments, each escaped, joined by '/'. A user's text can never lead out of its place.</summary>
    public static string Of(params ReadOnlySpan<string> segments)
    {
        var escaped = new string[segments.Length];
        for (var i = 0; i < segments.Length; i++)
        {
            escaped[i] = Escape(segments[i]);
        }

        return string.Join('/', escaped);
    }

    public static string Unescape(string segment) => Uri.UnescapeDataString(segment);

    private static string Escape(string segment)
    {
        ArgumentException.ThrowIfNullOrEmpty(segment);
        var escaped = Uri.EscapeDataString(segment);

        // "." and ".." are names of folders, and a leading '.' or '~' marks our own working files.
        return escaped[0] is '.' or '~' ? $"%{(int)escaped[0]:X2}{escaped[1..]}" : escaped;
    }
}
