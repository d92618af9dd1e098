using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Orchestrator.Functions.Access;

/// <summary>What callers with one function key may do, and where.</summary>
/// <param name="Role">Their role.</param>
/// <param name="Namespaces">Null: all of them.</param>
public sealed partial record KeyRule(Role Role, IReadOnlySet<string>? Namespaces)
{
    /// <summary>The name of a key's setting.</summary>
    public static string DigestOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary><c>ROLE NAMESPACE[,NAMESPACE…]</c>; <c>*</c> is all.</summary>
    /// <exception cref="InvalidOperationException">The setting is not what it must be. It is shown without what may be a key.</exception>
    internal static KeyRule Parse(string setting, string digest, string? text)
    {
        var parent = setting[..setting.LastIndexOf(':')];
        if (!Sha256().IsMatch(digest))
        {
            throw new InvalidOperationException($"The setting {parent} has a name that is no SHA-256: name each by the 64 hexadecimal digits that `printf %s KEY | sha256sum` prints, never by the key itself.");
        }

        var words = (text ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2 || !Enum.TryParse<Role>(words[0], ignoreCase: false, out var role) || !Enum.IsDefined(role) || role == Role.None || char.IsDigit(words[0][0]))
        {
            throw new InvalidOperationException($"The setting {setting} is '{text}': write a role (Reader, Operator or Admin) and its namespaces, such as 'Operator team-a,team-b', or 'Reader *' for all of them.");
        }

        var namespaces = words.Skip(1).ToHashSet(StringComparer.Ordinal);
        return new KeyRule(role, namespaces.Contains("*") ? null : namespaces);
    }

    [GeneratedRegex("^[0-9a-fA-F]{64}$", RegexOptions.NonBacktracking)]
    private static partial Regex Sha256();
}
