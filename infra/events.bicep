// Events of one subscription's resources to the app's Event Grid trigger. Deploy once per subscription that holds clusters, after the app:
//   az deployment sub create -l LOCATION -f infra/events.bicep -p functionAppId=... resourceGroupName=...
targetScope = 'subscription'

@description('ARM id of the Function app.')
param functionAppId string

@description('Resource group that holds the system topic.')
param resourceGroupName string

module topic 'eventTopic.bicep' = {
  name: 'orchestrator-events'
  scope: resourceGroup(resourceGroupName)
  params: {
    subscriptionResourceId: subscription().id
    functionAppId: functionAppId
  }
}
