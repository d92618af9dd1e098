using System.Net;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Orchestrator.Activities.State.Identities;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Tests.State;

public sealed class KeyVaultSecretsTests
{
    [Theory]
    [InlineData("default", "sp", "clientSecret", "value")]
    [InlineData("default", "other", "clientSecret", null)]
    [InlineData("default", "not.a.vault.name", "clientSecret", null)]
    [InlineData("default--sp", "x", "clientSecret", null)]
    public async Task Find_ByNamespaceNameAndEntry_GivesTheSecretOfThatNameOnly(string space, string name, string entry, string? expected) =>
        Assert.Equal(expected, await Source(new Vault("default--sp--clientSecret", "value")).FindAsync(space, name, entry, default));

    [Fact]
    public async Task Find_WhereTheVaultRefuses_SaysWhichSecretAndWhy()
    {
        var refused = await Assert.ThrowsAsync<OrchestratorException>(() => Source(new Vault("default--sp--clientSecret", value: null)).FindAsync("default", "sp", "clientSecret", default));

        Assert.Equal(ErrorCatalog.Unauthenticated.Code, refused.Error.Code);
        Assert.Contains("default--sp--clientSecret", refused.Error.Message, StringComparison.Ordinal);
        Assert.Contains("does not have secrets get permission", refused.Error.Message, StringComparison.Ordinal);
    }

    private static KeyVaultSecrets Source(Vault vault) => new(new SecretClient(
        new Uri("https://one.vault.azure.net"), new Token(), new SecretClientOptions { Transport = new HttpClientTransport(vault), Retry = { MaxRetries = 0 } }));

    /// <summary>One vault with one secret; without a value it may not be read.</summary>
    private sealed class Vault(string name, string? value) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(Answer(request));

        private HttpResponseMessage Answer(HttpRequestMessage request)
        {
            if (request.Headers.Authorization is null)
            {
                var challenge = new HttpResponseMessage(HttpStatusCode.Unauthorized) { Content = new StringContent("") };
                challenge.Headers.TryAddWithoutValidation("WWW-Authenticate", "Bearer authorization=\"https://login.microsoftonline.com/t\", resource=\"https://vault.azure.net\"");
                return challenge;
            }

            var (status, body) = request.RequestUri!.AbsolutePath.TrimEnd('/') != $"/secrets/{name}"
                ? (HttpStatusCode.NotFound, Error("SecretNotFound", "A secret with that name was not found in this key vault."))
                : value is null
                    ? (HttpStatusCode.Forbidden, Error("Forbidden", "The user does not have secrets get permission on key vault 'one'."))
                    : (HttpStatusCode.OK, new JsonObject { ["id"] = $"https://one.vault.azure.net/secrets/{name}/1", ["value"] = value });
            return new HttpResponseMessage(status) { Content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json") };
        }

        private static JsonObject Error(string code, string message) => new() { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } };
    }

    private sealed class Token : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new("token", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }
}
