namespace Orchestrator.Cli.Api;

/// <summary>Where the server is and the key that it wants. The command line wins over the environment, and both over the data folder's file.</summary>
public sealed record ServerAddress(Uri Url, string? Key)
{
    public const string UrlVariable = "ORC_SERVER";

    public const string KeyVariable = "ORC_KEY";

    public static ServerAddress Resolve(string? url, string? key, string? dataFolder, CommandServices services)
    {
        url ??= Set(services.GetVariable(UrlVariable));
        key ??= Set(services.GetVariable(KeyVariable));
        if (url is not null)
        {
            return new ServerAddress(ParseUrl(url), key);
        }

        var folder = services.FullPath(dataFolder ?? ServerFile.DefaultFolder);
        var file = ServerFile.Find(folder) ?? throw new CommandException(
            ExitCodes.Unreachable,
            $"No server is known: {Path.Combine(folder, ServerFile.FileName)} is not there.",
            $"Start one here with 'orc serve', or name one with --server and --key, or with {UrlVariable} and {KeyVariable}.");
        return new ServerAddress(file.Url, key ?? file.Key);
    }

    private static string? Set(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private static Uri ParseUrl(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new CommandException(ExitCodes.InvalidInput, $"'{url}' is not the address of a server.", "Write it as http://HOST:PORT or https://HOST.");
}
