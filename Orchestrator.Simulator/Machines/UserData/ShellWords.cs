using System.Text;

namespace Orchestrator.Simulator.Machines.UserData;

/// <summary>As much of a shell as it takes to find the commands of a line: quotes, backslashes, comments and the operators between commands.</summary>
internal static class ShellWords
{
    /// <summary>The simple commands of a script, each as its words.</summary>
    public static IEnumerable<IReadOnlyList<string>> Commands(string script)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var inWord = false;
        for (var i = 0; i <= script.Length; i++)
        {
            var c = i < script.Length ? script[i] : '\n';
            if (c is '\'' or '"')
            {
                var end = script.IndexOf(c, i + 1);
                end = end < 0 ? script.Length : end;
                word.Append(script, i + 1, end - i - 1);
                inWord = true;
                i = end;
            }
            else if (c == '\\' && i + 1 < script.Length)
            {
                i++;
                if (script[i] != '\n')
                {
                    word.Append(script[i]);
                    inWord = true;
                }
            }
            else if (char.IsWhiteSpace(c) || c is ';' or '&' or '|' or '(' or ')' || (c == '#' && !inWord))
            {
                if (inWord)
                {
                    words.Add(word.ToString());
                    word.Clear();
                    inWord = false;
                }

                if (c == '#')
                {
                    i = script.IndexOf('\n', i) is var eol && eol < 0 ? script.Length : eol;
                }

                if (c is not (' ' or '\t' or '\r') && words.Count > 0)
                {
                    yield return words;
                    words = [];
                }
            }
            else
            {
                word.Append(c);
                inWord = true;
            }
        }

        if (words.Count > 0)
        {
            yield return words;
        }
    }

    public static string Quote(string word) => word.Length > 0 && !word.AsSpan().ContainsAny(" \t\n'\"\\;&|()#") ? word : $"'{word}'";
}
