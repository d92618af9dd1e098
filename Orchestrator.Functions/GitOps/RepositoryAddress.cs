namespace Orchestrator.Functions.GitOps;

/// <summary>Addresses of repositories that messages name, which may hold what is secret.</summary>
internal static class RepositoryAddress
{
    /// <summary>With ssh a user alone is part of the address; with https it is a token.</summary>
    public static bool HasUser(string repository) => Uri.TryCreate(repository, UriKind.Absolute, out var address)
        && address.UserInfo.Length > 0
        && (address.Scheme.StartsWith("http", StringComparison.Ordinal) || address.UserInfo.Contains(':', StringComparison.Ordinal));

    /// <summary>The address as it may be shown; a password in it may be what is wrong with the message.</summary>
    public static string WithoutUser(string repository) => HasUser(repository) ? new Uri(repository).GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : repository;
}
