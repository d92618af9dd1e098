using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Identity;
using Orchestrator.Simulator.Tests.Arm;

namespace Orchestrator.Simulator.Tests.Identity;

/// <summary>The tenant's sign-in and the metadata service, as clients speak to them over HTTP.</summary>
public sealed class TokenTests : IAsyncLifetime
{
    private const string Tenant = "11111111-1111-1111-1111-111111111111";
    private const string TokenPath = $"/{Tenant}/oauth2/v2.0/token";
    private const string Scope = "https://management.azure.com/.default";
    private const string Identity = $"{AzureTestBed.Group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id";
    private AzureTestBed _bed = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _bed = await AzureTestBed.StartAsync(options => options with { SeedIdentities = [Identity] });
        _client = new HttpClient(_bed.Azure.CreateArmHandler()) { BaseAddress = new Uri("https://login.microsoftonline.com") };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _bed.DisposeAsync();
    }

    [Fact]
    public async Task ClientSecret_GetsATokenThatResourceManagerTakesUntilItExpires()
    {
        var (status, body) = await PostAsync(TokenPath, Form(("client_secret", Application.Standard.ClientSecret!), ("scope", Scope)));

        Assert.Equal((HttpStatusCode.OK, "Bearer", 3599L), (status, body["token_type"]!.ToString(), body["expires_in"]!.GetValue<long>()));
        var token = body["access_token"]!.ToString();
        Assert.Equal(HttpStatusCode.OK, (await ReadGroupAsync(token)).Status);
        _bed.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal((HttpStatusCode.Unauthorized, "ExpiredAuthenticationToken"), await ReadGroupAsync(token));
    }

    [Fact]
    public async Task FirstVersion_NamesTheResourceAndAnswersNumbersAsText()
    {
        var (status, body) = await PostAsync($"/{Tenant}/oauth2/token", Form(("client_secret", Application.Standard.ClientSecret!), ("resource", "https://management.azure.com/")));

        Assert.Equal((HttpStatusCode.OK, "3599", "https://management.azure.com/"), (status, body["expires_in"]!.GetValue<string>(), body["resource"]!.ToString()));
        Assert.Equal(HttpStatusCode.OK, (await ReadGroupAsync(body["access_token"]!.ToString())).Status);
    }

    [Theory]
    [InlineData(TokenPath, "client_secret=wrong", 401, "invalid_client", 7000215)]
    [InlineData(TokenPath, "", 401, "invalid_client", 7000218)]
    [InlineData(TokenPath, "client_assertion=a.b.c", 401, "invalid_client", 700027)]
    [InlineData(TokenPath, "client_id=99999999-9999-9999-9999-999999999999&client_secret=x", 400, "unauthorized_client", 700016)]
    [InlineData(TokenPath, "grant_type=password&client_secret=x", 400, "unsupported_grant_type", 70003)]
    [InlineData(TokenPath, "client_secret=simulated-secret&scope=user.read", 400, "invalid_scope", 70011)]
    [InlineData("/99999999-9999-9999-9999-999999999999/oauth2/v2.0/token", "client_secret=simulated-secret", 400, "invalid_request", 90002)]
    public async Task Token_WithoutGoodProof_IsRefusedInEntrasWords(string path, string changes, int status, string error, int code)
    {
        var form = Form(("scope", Scope));
        foreach (var pair in changes.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(static part => part.Split('=')))
        {
            form[pair[0]] = pair[1];
        }

        var (answered, body) = await PostAsync(path, form);

        Assert.Equal((status, error, code), ((int)answered, body["error"]!.ToString(), body["error_codes"]![0]!.GetValue<int>()));
        Assert.StartsWith($"AADSTS{code}: ", body["error_description"]!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://vault.azure.net", "InvalidAuthenticationTokenAudience")]
    [InlineData("https://graph.microsoft.com", "InvalidAuthenticationTokenAudience")]
    public async Task Token_ForAnotherService_IsNotForResourceManager(string audience, string code)
    {
        var (_, body) = await PostAsync(TokenPath, Form(("client_secret", Application.Standard.ClientSecret!), ("scope", $"{audience}/.default")));

        Assert.Equal((HttpStatusCode.Unauthorized, code), await ReadGroupAsync(body["access_token"]!.ToString()));
    }

    [Theory]
    [InlineData(false, 200)]
    [InlineData(true, 401)]
    public async Task OpaqueToken_IsTakenUnlessTokensAreRequired(bool required, int status)
    {
        await using var bed = await AzureTestBed.StartAsync(options => options with { RequireTokens = required }, withGroup: false);
        using var client = new HttpClient(bed.Azure.CreateArmHandler());
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://management.azure.com{AzureTestBed.Subscription}/resourceGroups?api-version=2024-07-01");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "any");

        using var answer = await client.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("/metadata/identity/oauth2/token", "Metadata", "true")]
    [InlineData("/msi/token", "X-IDENTITY-HEADER", "any")]
    public async Task ManagedIdentity_GetsATokenByAnyOfItsNames(string path, string header, string value)
    {
        var properties = _bed.Azure.Resources.Get(Identity)!["properties"]!;
        foreach (var name in new[] { $"client_id={properties["clientId"]}", $"object_id={properties["principalId"]}", $"msi_res_id={Uri.EscapeDataString(Identity)}", "" })
        {
            var (status, body) = await GetAsync($"{path}?api-version=2018-02-01&resource=https%3A%2F%2Fmanagement.azure.com%2F&{name}", (header, value));

            Assert.Equal((HttpStatusCode.OK, "86399"), (status, body["expires_in"]!.ToString()));
            Assert.Equal(HttpStatusCode.OK, (await ReadGroupAsync(body["access_token"]!.ToString())).Status);
        }
    }

    [Theory]
    [InlineData("?resource=https%3A%2F%2Fmanagement.azure.com", null, "Required metadata header not specified")]
    [InlineData("?api-version=2018-02-01", "true", "Required audience parameter not specified")]
    [InlineData("?resource=https%3A%2F%2Fmanagement.azure.com&client_id=99999999-9999-9999-9999-999999999999", "true", "Identity not found")]
    public async Task ManagedIdentity_AskedForWrongly_IsRefused(string query, string? header, string description)
    {
        var (status, body) = await GetAsync($"/metadata/identity/oauth2/token{query}", header is null ? null : ("Metadata", header));

        Assert.Equal((HttpStatusCode.BadRequest, description), (status, body["error_description"]!.ToString()));
    }

    [Fact]
    public async Task Discovery_LeadsToTheTokenEndpointAndTheKeyThatSignedTheToken()
    {
        var (_, configuration) = await GetAsync($"/{Tenant}/v2.0/.well-known/openid-configuration", null);
        var (_, keys) = await GetAsync(new Uri(configuration["jwks_uri"]!.ToString()).AbsolutePath, null);
        var (_, body) = await PostAsync(new Uri(configuration["token_endpoint"]!.ToString()).AbsolutePath, Form(("client_secret", Application.Standard.ClientSecret!), ("scope", Scope)));

        var header = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(body["access_token"]!.ToString().Split('.')[0]));
        Assert.Equal(keys["keys"]![0]!["kid"]!.ToString(), header!["kid"]!.ToString());
    }

    private static Dictionary<string, string> Form(params (string Name, string Value)[] fields)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["grant_type"] = "client_credentials", ["client_id"] = Application.Standard.ClientId };
        foreach (var (name, value) in fields)
        {
            form[name] = value;
        }

        return form;
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> PostAsync(string path, Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        using var answer = await _client.PostAsync(new Uri(path, UriKind.Relative), content);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> GetAsync(string path, (string Name, string Value)? header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (header is { } given)
        {
            request.Headers.Add(given.Name, given.Value);
        }

        using var answer = await _client.SendAsync(request);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    private async Task<(HttpStatusCode Status, string? Code)> ReadGroupAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{AzureTestBed.Group}?api-version=2024-07-01");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _client.SendAsync(request);
        return (answer.StatusCode, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]?["code"]);
    }
}
