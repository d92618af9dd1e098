namespace Orchestrator.Cli.Api;

/// <summary>Where the server is, and the key and token that it wants. The command line wins over the environment, and both over the data folder's file.</summary>
public sealed record ServerAddress(Uri Url, string? Key, string? Token = null)
{
    public const string UrlVariable = "ORC_SERVER";

    public const string KeyVariable = "ORC_KEY";

    public const string TokenVariable = "ORC_TOKEN";

    public static ServerAddress Resolve(string? url, string? key, string? token, string? dataFolder, CommandServices services)
    {
        token = ParseToken(token ?? Set(services.GetVariable(TokenVariable)));
        url ??= Set(services.GetVariable(UrlVariable));
        key ??= Set(services.GetVariable(KeyVariable));
        if (url is not null)
        {
            return new ServerAddress(ParseUrl(url), key, token);
        }

        var folder = services.FullPath(dataFolder ?? ServerFile.DefaultFolder);
        var file = ServerFile.Find(folder) ?? throw new CommandException(
            ExitCodes.Unreachable,
            $"No server is known: {Path.Combine(folder, ServerFile.FileName)} is not there.",
            $"Start one here with 'orc serve', or name one with --server and --key, or with {UrlVariable} and {KeyVariable}.");
        return new ServerAddress(file.Url, key ?? file.Key, token);
    }

    /// <summary>A token is one word; what has other characters was cut or quoted wrongly, and no server would say so clearly.</summary>
    private static string? ParseToken(string? token) => token?.Trim() is { } text && text.Any(static c => c is <= ' ' or > '~')
        ? throw new CommandException(ExitCodes.InvalidInput, "The token is not one word.", $"Give what 'az account get-access-token --query accessToken -o tsv' prints, with --token or {TokenVariable}.")
        : token?.Trim();

    private static string? Set(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private static Uri ParseUrl(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new CommandException(ExitCodes.InvalidInput, $"'{url}' is not the address of a server.", "Write it as http://HOST:PORT or https://HOST.");
}
