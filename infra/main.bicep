// The Function app and everything that it needs, in one resource group. Deploy with:
//   az deployment group create -g RESOURCE_GROUP -f infra/main.bicep -p namePrefix=orc
targetScope = 'resourceGroup'

@description('Prefix of every name; 3 to 11 lower-case letters or digits.')
@minLength(3)
@maxLength(11)
param namePrefix string

param location string = resourceGroup().location

@description('Largest number of instances that Flex Consumption may start.')
param maximumInstanceCount int = 40

@description('When clusters are checked for drift, as NCRONTAB with seconds, in UTC.')
param driftSchedule string = '0 */10 * * * *'

@allowed([ 512, 2048, 4096 ])
param instanceMemoryMB int = 2048

@description('Issuer of the tokens that callers must have, such as https://login.microsoftonline.com/TENANT-ID/v2.0; empty: function keys are enough. See docs/security.md.')
param accessIssuer string = ''

@description('Audience of those tokens: client id or application id URI of the app registration. Belongs together with accessIssuer.')
param accessAudience string = ''

var suffix = uniqueString(resourceGroup().id)
var storageName = toLower('${namePrefix}${suffix}')
var tags = { application: 'orchestrator' }

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${namePrefix}-identity'
  location: location
  tags: tags
}

module storage 'storage.bicep' = {
  name: 'storage'
  params: {
    name: length(storageName) > 24 ? substring(storageName, 0, 24) : storageName
    location: location
    tags: tags
    principalId: identity.properties.principalId
  }
}

module functionApp 'functionApp.bicep' = {
  name: 'functionApp'
  params: {
    name: '${namePrefix}-${suffix}'
    location: location
    tags: tags
    identityId: identity.id
    identityClientId: identity.properties.clientId
    storageAccountName: storage.outputs.name
    deploymentContainerUrl: storage.outputs.deploymentContainerUrl
    blobServiceUri: storage.outputs.blobServiceUri
    driftSchedule: driftSchedule
    maximumInstanceCount: maximumInstanceCount
    instanceMemoryMB: instanceMemoryMB
    accessIssuer: accessIssuer
    accessAudience: accessAudience
  }
}

output functionAppName string = functionApp.outputs.name
output functionAppUrl string = functionApp.outputs.url
output identityPrincipalId string = identity.properties.principalId
